from django.urls import path

from projects.register import verifying, views

app_name = "register"
urlpatterns = [
    path("verify/", verifying.verify, name="verify"),
    path("root.pem", verifying.root, name="root"),
    path("determinations/<str:number>/", views.determination, name="determination"),
    path("determinations/<str:number>/download/", views.download, name="download"),
    path("determinations/<str:number>/retry/", views.retry, name="retry"),
]
